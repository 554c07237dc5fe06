/** Plans come in from spreadsheets and programs, with every bad row named, and go out so that they come in again. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPosts, formatStoryboard, readPosts, readStoryboard } from '#main/imports/plan-file.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'

const postsOf = (text: string): readonly PlannedPost[] => readPosts(text).rows.map((row) => row.value)
const blank = { prompt: '', caption: '', altText: '', scheduledAt: null }

describe('posts', () => {
  test('a spreadsheet with semicolons, a mark and quoted line ends', () => {
    const text = '\uFEFFPlatform;Post;Caption\r\nInstagram;1;"Two\nlines; ""quoted"""\r\nfacebook;2;Plain\r\n'
    expect(readPosts(text)).toEqual({
      rows: [
        {
          row: 2,
          value: { ...blank, platform: 'instagram', post: 1, caption: 'Two\nlines; "quoted"' }
        },
        { row: 4, value: { ...blank, platform: 'facebook', post: 2, caption: 'Plain' } }
      ],
      errors: []
    })
  })

  test('each bad row is named by its line, the good ones are kept', () => {
    const { rows, errors } = readPosts(
      'platform,post,caption\ninstagram,1\nmyspace,2\n\nfacebook,none\nlinkedin,3\ninstagram,1,again\ntiktok,2,a,b\nfacebook,101\nfacebook,2.5\n'
    )
    expect(rows.map(({ row, value }) => [row, value.platform])).toEqual([
      [2, 'instagram'],
      [6, 'linkedin']
    ])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [3, 'platform'],
      [5, 'post'],
      [7, 'post'],
      [8, 'row'],
      [9, 'post'],
      [10, 'post']
    ])
    expect(errors.map(({ message }) => message).join(' ')).not.toMatch(/expected|NaN|Invalid/)
  })

  test('a caption longer than its platform takes is named with both numbers', () => {
    const { rows, errors } = readPosts(`platform,post,caption\ninstagram,1,${'x'.repeat(2201)}\n`)
    expect([rows, errors]).toEqual([
      [],
      [{ row: 2, field: 'caption', message: expect.stringMatching(/2200.*2201/) }]
    ])
  })

  test('a quote that is never closed costs only what follows it', () => {
    const { rows, errors } = readPosts(
      'platform,post,caption\ninstagram,1,fine\nfacebook,2,"open\ntiktok,1,x\n'
    )
    expect(rows.map(({ row }) => row)).toEqual([2])
    expect(errors).toMatchObject([{ row: 3, field: 'row' }])
  })

  test('other people’s columns, dates and line ends', () => {
    const text =
      'sep=;\nNetwork;#;Date;Message;Owner\rLinkedIn;4;2026-12-01 9:30;Hello;Kim\rtiktok;1;tomorrow;;\r'
    const { rows, errors } = readPosts(text)
    const scheduledAt = new Date(2026, 11, 1, 9, 30).getTime()
    expect(rows).toEqual([
      { row: 3, value: { ...blank, platform: 'linkedin', post: 4, caption: 'Hello', scheduledAt } }
    ])
    expect(errors).toMatchObject([{ row: 4, field: 'scheduledAt' }])
  })

  test('JSON as a list or under its name, bad entries by their number', () => {
    const posts = [{ platform: 'tiktok', post: 2, prompt: 'a jar', caption: null }]
    expect(readPosts(JSON.stringify(posts)).rows).toEqual(readPosts(JSON.stringify({ posts })).rows)
    const mixed = readPosts(JSON.stringify([7, { platform: 'tiktok' }, ...posts, { platform: 'x', post: 1 }]))
    expect(mixed.rows.map(({ row }) => row)).toEqual([3])
    expect(mixed.errors.map(({ row, field }) => [row, field])).toEqual([
      [1, 'row'],
      [2, 'post'],
      [4, 'platform']
    ])
  })

  test.each(['', 'just words', '{"a": 1}', '{broken', 'platform\ninstagram\n', '\0\0\0'])(
    '%j as a whole is refused',
    (text) => {
      expect(() => readPosts(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    }
  )

  test('10,000 rows are read in the time of a click; one more is refused', () => {
    const row = (index: number): string => `myspace,${index},"Caption, number ${index}"`
    const rows = Array.from({ length: 10_000 }, (_, index) => row(index)).join('\r\n')
    const before = process.cpuUsage()
    const { errors } = readPosts(`platform,post,caption\r\n${rows}\r\n`)
    const { user } = process.cpuUsage(before)
    expect(new Set(errors.map((error) => error.row)).size).toBe(10_000)
    expect(user / 1000).toBeLessThan(2000)
    expect(() => readPosts(`platform,post,caption\n${rows}\n${row(1)}\n`)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' })
    )
  })

  test('no cell that goes out runs as a formula', () => {
    const texts = [
      '=HYPERLINK("x")',
      '+1',
      '-2',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      "'=1",
      '＝1',
      '=cmd|’ /C calc’!A0'
    ]
    const posts = texts.map((caption, index) => ({
      ...blank,
      platform: 'instagram' as const,
      post: index + 1,
      caption
    }))
    const text = formatPosts(posts, 'csv')
    for (const caption of texts) expect(text).toContain(`'${caption.replaceAll('"', '""')}`)
    expect(postsOf(text)).toEqual(posts)
  })

  test('what goes out comes in again, whatever was written', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 60 })
    const awkward = fc.stringMatching(/^[ '"=,;\t\r\nx-]{0,12}$/)
    const anyPost = fc.record({
      platform: fc.constantFrom(...PLATFORM_IDS),
      post: fc.integer({ min: 1, max: 100 }),
      prompt: fc.oneof(words, awkward),
      caption: fc.oneof(words, awkward),
      altText: fc.oneof(words, awkward),
      scheduledAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }))
    })
    const anyPosts = fc.uniqueArray(anyPost, {
      selector: ({ platform, post }) => `${platform} ${post}`,
      maxLength: 8
    })
    fc.assert(
      fc.property(anyPosts, fc.constantFrom('csv', 'json'), (posts, format) => {
        expect(postsOf(formatPosts(posts, format))).toEqual(posts)
      })
    )
  })
})

describe('storyboards', () => {
  test('defaults fill what a row leaves out; a round trip keeps everything', () => {
    const { rows, errors } = readStoryboard(
      'image,seconds,caption,transition\na.jpg,2.5,Hello,wipe\nb.jpg,,,\n'
    )
    expect(errors).toEqual([])
    expect(rows.map(({ value }) => value)).toMatchObject([
      { image: 'a.jpg', seconds: 2.5, caption: 'Hello', transition: 'wipe', motion: 'none' },
      { image: 'b.jpg', seconds: 3, caption: '', transition: 'fade', motion: 'none' }
    ])
  })

  test('bad slides and settings are named, the others stay', () => {
    const { rows, errors, settings } = readStoryboard(
      JSON.stringify({
        preset: 'oval',
        fadeSeconds: 1,
        slides: [{ image: 'a.jpg', seconds: 0 }, { caption: 'no picture' }, { image: 'b.jpg', fit: 'blur' }]
      })
    )
    expect(rows).toMatchObject([{ row: 3, value: { image: 'b.jpg', fit: 'blur' } }])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [0, 'preset'],
      [1, 'seconds'],
      [2, 'image']
    ])
    expect(settings).toEqual({ fadeSeconds: 1 })
  })

  test('JSON keeps every setting of a storyboard, CSV the columns people change', () => {
    const storyboard = storyboardSchema.parse({
      preset: 'portrait',
      music: { snapToBeats: true },
      slides: [
        { assetId: 'one', seconds: 4, caption: '=1+1', focalPoint: { xFraction: 0.2, yFraction: 0.8 } },
        { card: { kind: 'opening', title: 'Hello' }, seconds: 2 }
      ]
    })
    const json = readStoryboard(formatStoryboard(storyboard, 'json', () => 'one.jpg'))
    const slides = json.rows.map(({ value: { image: _image, ...slide } }) => slide)
    expect({ ...json.settings, slides }).toEqual(storyboard)
    const csv = readStoryboard(formatStoryboard(storyboard, 'csv', () => 'one.jpg'))
    expect(csv.rows[0]?.value).toMatchObject({
      image: 'one.jpg',
      assetId: 'one',
      seconds: 4,
      caption: '=1+1'
    })
  })
})
