/** Plans come in from spreadsheets and programs, with every bad row named, and go out so that they come in again. */
import { describe, expect, test } from 'vitest'
import { formatPosts, formatSlides, readPosts, readSlides } from '#main/imports/plan-file.ts'

describe('posts', () => {
  test('a spreadsheet with semicolons, a mark and quoted line ends', () => {
    const text = '\uFEFFPlatform;Post;Caption\r\nInstagram;1;"Two\nlines; ""quoted"""\r\nfacebook;2;Plain\r\n'
    expect(readPosts(text)).toEqual({
      rows: [
        { platform: 'instagram', post: 1, prompt: '', caption: 'Two\nlines; "quoted"', altText: '' },
        { platform: 'facebook', post: 2, prompt: '', caption: 'Plain', altText: '' }
      ],
      errors: []
    })
  })

  test('each bad row is named by its line, the good ones are kept', () => {
    const { rows, errors } = readPosts('platform,post\ninstagram,1\nmyspace,2\n\nfacebook,none\nlinkedin,3\n')
    expect(rows.map((row) => row.platform)).toEqual(['instagram', 'linkedin'])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [3, 'platform'],
      [5, 'post']
    ])
  })

  test('JSON as a list or under its name', () => {
    const posts = [{ platform: 'tiktok', post: 2, prompt: 'a jar' }]
    expect(readPosts(JSON.stringify(posts)).rows).toEqual(readPosts(JSON.stringify({ posts })).rows)
    expect(readPosts(JSON.stringify([{ platform: 'tiktok' }])).errors).toMatchObject([
      { row: 1, field: 'post' }
    ])
  })

  test.each(['', 'just words', '{"a": 1}', '[1, 2]', '{broken'])('%j as a whole is refused', (text) => {
    expect(() => readPosts(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('what goes out comes in again, and no cell runs as a formula', () => {
    const posts = [
      {
        platform: 'instagram' as const,
        post: 1,
        prompt: '=HYPERLINK("x")',
        caption: 'a, b; "c"\nd',
        altText: '-5'
      }
    ]
    const text = formatPosts(posts)
    expect(text).toContain(`"'=HYPERLINK`)
    expect(readPosts(text).rows).toEqual(posts)
  })
})

describe('slides', () => {
  test('defaults fill what a row leaves out; a round trip keeps everything', () => {
    const { rows, errors } = readSlides('image,seconds,caption,transition\na.jpg,2.5,Hello,wipe\nb.jpg,,,\n')
    expect(errors).toEqual([])
    expect(rows).toEqual([
      { image: 'a.jpg', seconds: 2.5, caption: 'Hello', transition: 'wipe', motion: 'none' },
      { image: 'b.jpg', seconds: 3, caption: '', transition: 'fade', motion: 'none' }
    ])
    expect(readSlides(formatSlides(rows)).rows).toEqual(rows)
  })
})
