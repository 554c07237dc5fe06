/** A guess at a text's language from its script and its commonest words; null rather than a wrong answer. */

/** The commonest words that set each language apart from its neighbours. */
const COMMON_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'the and of to in is that for it with as on are this be by from you your our'.split(' '),
  de: 'der die und das ist nicht ein eine mit für auf den von zu sich dem werden auch wir sie'.split(' '),
  fr: 'le la les et des est une que pour dans qui du pas sur avec nous vous au ce sont'.split(' '),
  es: 'el la los las y que en es una por con para del se no como su al más lo'.split(' '),
  it: 'il la di che e un per è una non con del sono si della nel gli le più da'.split(' '),
  pt: 'o a os as e que em um uma para com não por do da no na se mais dos'.split(' '),
  nl: 'de het een en van is dat op te in voor met zijn niet aan ook er naar wij u'.split(' '),
  pl: 'i w na z się nie do to jest że o jak po za od przez dla oraz są ich'.split(' '),
  sv: 'och att det i en som på är av för med den till inte har om ett vi kan ni'.split(' '),
  da: 'og at det i en som på er af for med den til ikke har om et vi kan de'.split(' '),
  cs: 'a v na se je že o s z do pro to jsou jako by ale od po za která'.split(' '),
  tr: 've bir bu için ile da de olarak daha çok en olan gibi sonra kadar her ne ya mi'.split(' ')
}

/** Scripts that belong to one language, or to one that is by far the commonest. Japanese kana come before Han. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu]
]

const SAMPLE_CHARS = 20_000
const MIN_WORDS = 12

/** ISO 639-1, or null for short, mixed or unknown texts. */
export function guessLanguage(text: string): string | null {
  const sample = text.slice(0, SAMPLE_CHARS)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters < 20) return null
  for (const [language, script] of SCRIPTS) {
    const share = (sample.match(script)?.length ?? 0) / letters
    if (share > (language === 'ja' ? 0.1 : 0.4)) return language
  }
  const cyrillic = (sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0) / letters
  if (cyrillic > 0.4) return /[іїєґІЇЄҐ]/.test(sample) ? 'uk' : 'ru'
  return fromCommonWords(sample.toLowerCase().match(/\p{L}+/gu) ?? [])
}

function fromCommonWords(words: readonly string[]): string | null {
  if (words.length < MIN_WORDS) return null
  const scores = Object.entries(COMMON_WORDS)
    .map(([language, common]) => {
      const set = new Set(common)
      return { language, score: words.filter((word) => set.has(word)).length / words.length }
    })
    .sort((left, right) => right.score - left.score)
  const [best, second] = scores
  if (best === undefined || second === undefined || best.score < 0.08) return null
  return best.score > second.score * 1.15 ? best.language : null
}
