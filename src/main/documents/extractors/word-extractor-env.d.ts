/** The part of word-extractor 1.0.4 that is used; the package brings no types. */
declare module 'word-extractor' {
  interface WordText {
    getBody(): string
    getFootnotes(): string
    getEndnotes(): string
    getTextboxes(options?: {
      readonly includeHeadersAndFooters?: boolean
      readonly includeBody?: boolean
    }): string
  }
  export default class WordExtractor {
    extract(source: Buffer): Promise<WordText>
  }
}
