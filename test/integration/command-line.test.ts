/** The command line's contract: statuses, one JSON value, coded refusals, and nothing half-written. */
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tryDelete } from '#main/core/files.ts'
import { REPOSITORY, runCommand } from '#test/harness/command-line.ts'

const sample = path.join(REPOSITORY, 'resources', 'sample')

describe('command line', { timeout: 60_000 }, () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-cli-'))
    await writeFile(path.join(folder, 'empty.txt'), '')
    await writeFile(path.join(folder, 'zero.png'), '')
    await writeFile(path.join(folder, 'noise.pdf'), Buffer.alloc(3000, 7))
    return async () => await tryDelete(folder)
  })
  const run = (args: readonly string[], input?: string) =>
    runCommand(args, { dataFolder: path.join(folder, 'data'), ...(input === undefined ? {} : { input }) })

  test.each([
    [['wat'], 2],
    [[], 2],
    [['import'], 2],
    [['import', '--wat', 'x'], 2],
    [['generate', '--campaign', 'x', '--platform', 'myspace'], 2],
    [['generate', '--campaign', 'x', '--posts', '0'], 2],
    [['slideshow', 'render', '--out', 'x.mp4'], 2],
    [['key', 'set', 'NO_SUCH_KEY'], 2],
    [['library', 'fix', 'everything'], 2],
    [['asset', 'tag', 'x'], 2],
    [['tag', 'rename', 'x', ''], 2],
    [['slideshow', 'frame', '--out', 'x.png', '--image', 'a.jpg', '--caption-colour', 'red'], 2],
    [['slideshow', 'plan', '--out', 'x.csv'], 2],
    [['slideshow', 'plan', '--out', 'x.txt', '--campaign', 'y'], 2]
  ])('wrong usage %j ends with status %d and a coded answer', async (args, exitCode) => {
    const result = await run(args)
    expect([result.exitCode, result.json]).toEqual([
      exitCode,
      { error: expect.objectContaining({ code: 'INVALID_INPUT' }) }
    ])
  })

  test.each([
    [['campaign', 'show', 'nobody'], 'NOT_FOUND'],
    [['generate', '--campaign', 'nobody'], 'NOT_FOUND'],
    [['document', 'show', 'nobody'], 'NOT_FOUND'],
    [['asset', 'get', 'nobody', '--out', '/tmp/never'], 'NOT_FOUND'],
    [['asset', 'delete', 'nobody'], 'NOT_FOUND'],
    [['campaign', 'create', '--name', 'x', '--brief', '/no/such/brief.docx'], 'NOT_FOUND'],
    [
      ['slideshow', 'render', '--out', '/no/such/folder/x.mp4', '--image', path.join(sample, 'gift-box.jpg')],
      'NOT_FOUND'
    ],
    [['slideshow', 'render', '--out', '/tmp/never.mp4', '--image', '/no/such.jpg'], 'NOT_FOUND'],
    [['settings', 'set', 'no.such.setting', '1'], 'INVALID_INPUT'],
    [['settings', 'set', 'budget.monthlyUsd', 'lots'], 'INVALID_INPUT'],
    [['assets', '--cursor', 'broken'], 'INVALID_INPUT'],
    [['asset', 'show', 'nobody'], 'NOT_FOUND'],
    [['asset', 'edit', 'nobody', '--rating', '3'], 'NOT_FOUND'],
    [['asset', 'tag', 'nobody', '--add', 'x'], 'NOT_FOUND'],
    [['tag', 'rename', 'nothing', 'x'], 'NOT_FOUND'],
    [['library', 'keep', 'nobody', 'nothing'], 'NOT_FOUND'],
    [['library', 'fix', 'rightsExpired'], 'INVALID_INPUT'],
    [['document', 'preview', 'nobody', '--out', '/tmp/never.png'], 'NOT_FOUND'],
    [['campaign', 'posts', 'nobody'], 'NOT_FOUND'],
    [['campaign', 'import-posts', 'nobody', '/no/such.csv'], 'NOT_FOUND'],
    [['slideshow', 'plan', '--out', 'x.csv', '--document', 'nobody'], 'NOT_FOUND'],
    [['slideshow', 'render-plan', '/no/such.csv', '--out', '/tmp/never.mp4'], 'NOT_FOUND']
  ])('%j is refused as %s with status 1', async (args, code) => {
    const result = await run(args)
    expect([result.exitCode, result.json]).toEqual([1, { error: expect.objectContaining({ code }) }])
  })

  test('a document that cannot be read makes no campaign', async () => {
    const created = await run([
      'campaign',
      'create',
      '--name',
      'x',
      '--brief',
      path.join(folder, 'empty.txt')
    ])
    expect(created.json).toMatchObject({ error: { code: 'FILE_DAMAGED' } })
    expect((await run(['campaign', 'list'])).json).toEqual({ campaigns: [] })
    expect((await run(['assets'])).json).toMatchObject({ total: 0 })
  })

  test('each bad file has its own outcome, and status 1 is for all of them bad', async () => {
    const bad = ['empty.txt', 'zero.png', 'noise.pdf', 'missing.txt'].map((name) => path.join(folder, name))
    const all = await run(['import', ...bad])
    const codes = ['FILE_DAMAGED', 'FILE_DAMAGED', 'FILE_DAMAGED', 'NOT_FOUND']
    expect([all.exitCode, all.json]).toMatchObject([
      1,
      { items: codes.map((code) => ({ outcome: 'rejected', error: { code } })) }
    ])
    const mixed = await run(['import', path.join(folder, 'empty.txt'), path.join(sample, 'price-list.txt')])
    expect([mixed.exitCode, mixed.json]).toMatchObject([
      0,
      { items: [{ outcome: 'rejected' }, { outcome: 'imported', kind: 'document' }] }
    ])
    const again = await run(['import', path.join(sample, 'price-list.txt')])
    expect(again.json).toMatchObject({ items: [{ outcome: 'duplicate' }] })
  })

  test('what is imported is found, shown, saved from the backup, trashed and restored', async () => {
    const imported = await run(['import', path.join(sample, 'product-sheet.docx'), '--tag', 'brief'])
    const id = (imported.json as { items: { assetId: string }[] }).items[0]?.assetId ?? ''
    expect((await run(['search', 'soy candle'])).json).toMatchObject({
      hits: [expect.objectContaining({ assetId: id })]
    })
    expect((await run(['document', 'show', id])).json).toMatchObject({
      kind: 'docx',
      text: expect.stringContaining('Evenglow')
    })
    await tryDelete(path.join(folder, 'data', 'stores', 'primary'))
    const saved = await run(['asset', 'get', id, '--out', path.join(folder, 'copy.docx'), '--remote'])
    expect(saved.json).toMatchObject({ servedFrom: 'backup' })
    expect((await run(['asset', 'delete', id])).json).toEqual({ deletedIds: [id], uses: [] })
    expect((await run(['assets', '--tag', 'brief'])).json).toMatchObject({ total: 0 })
    expect((await run(['asset', 'restore', id])).json).toEqual({ restoredIds: [id] })
    expect((await run(['assets', '--tag', 'brief'])).json).toMatchObject({ total: 1 })
  })

  test('facts of an asset, tags, look-alikes, rights and soundness', async () => {
    const ids = async (...names: string[]): Promise<readonly string[]> => {
      const { json } = await run(['import', ...names.map((name) => path.join(sample, name))])
      return (json as { items: { assetId: string }[] }).items.map((item) => item.assetId)
    }
    const [box = '', set = ''] = await ids('gift-box.jpg', 'gift-set.jpg')
    expect((await run(['asset', 'tag', box, '--add', 'one'])).json).toEqual({ changed: 1 })
    expect((await run(['asset', 'tag', set, '--add', 'two,three'])).json).toEqual({ changed: 1 })
    expect((await run(['tag', 'rename', 'three', 'two'])).json).toEqual({ from: 'three', to: 'two' })
    const rights = ['--licence', 'CC-BY', '--expires', '2020-01-31', '--rating', '4']
    expect((await run(['asset', 'edit', box, ...rights])).json).toMatchObject({
      rating: 4,
      rights: { licence: 'CC-BY', isExpired: true },
      access: { failovers: 0 }
    })
    expect((await run(['asset', 'edit', box, '--expires', 'soon'])).json).toMatchObject({
      error: { code: 'INVALID_INPUT' }
    })
    expect((await run(['library', 'expiring'])).json).toMatchObject({ assets: [{ assetId: box }] })
    expect((await run(['library', 'check'])).json).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ problem: 'rightsExpired', count: 1 })])
    })
    expect((await run(['library', 'fix', 'imageWithoutFacts'])).json).toEqual({ fixed: 0, failed: [] })
    expect((await run(['library', 'duplicates'])).json).toEqual({ groups: [] })
    const kept = await run(['library', 'keep', set, box])
    expect(kept.json).toMatchObject({ kept: { id: set, rating: 4, tags: ['one', 'two'] } })
    expect((await run(['tag', 'list'])).json).toMatchObject({
      tags: expect.arrayContaining([{ name: 'one', assets: 1 }])
    })
    await run(['library', 'save-folder', 'Best', 'rating:>=4'])
    expect((await run(['library', 'folders'])).json).toMatchObject({ folders: [{ name: 'Best' }] })
  })

  test('a plan comes in from a spreadsheet and goes out; a document becomes a storyboard and a video', async () => {
    const created = await run([
      ...['campaign', 'create', '--name', 'Planned'],
      ...['--brief', path.join(sample, 'product-sheet.docx')]
    ])
    const campaignId = (created.json as { id: string }).id
    const plan = path.join(folder, 'plan.csv')
    await writeFile(plan, 'platform,post,caption\ninstagram,1,Hello\nnowhere,1,Bye\n')
    const imported = await run(['campaign', 'import-posts', campaignId, plan])
    expect([imported.exitCode, imported.json]).toMatchObject([
      0,
      { imported: 1, errors: [{ row: 3, field: 'platform' }] }
    ])
    const out = path.join(folder, 'plan-out.json')
    expect((await run(['campaign', 'export-plan', campaignId, '--out', out])).json).toEqual({
      path: out,
      posts: 1
    })
    await writeFile(plan, 'platform,post\nnowhere,1\n')
    expect((await run(['campaign', 'import-posts', campaignId, plan])).exitCode).toBe(1)

    const listed = await run(['assets', '--kind', 'document', '--campaign', campaignId])
    const documentId = (listed.json as { items: { id: string }[] }).items[0]?.id ?? ''
    const board = path.join(folder, 'board.json')
    const planned = await run(['slideshow', 'plan', '--document', documentId, '--out', board])
    expect(planned.json).toMatchObject({ path: board })
    const video = path.join(folder, 'board.mp4')
    await writeFile(
      board,
      (await readFile(board, 'utf8')).replace('"quality": "standard"', '"quality": "draft"')
    )
    expect((await run(['slideshow', 'render-plan', board, '--out', video])).json).toMatchObject({
      path: video,
      errors: []
    })
  })

  test('a video whose words are boxes or hard to read says so to people too', async () => {
    const out = path.join(folder, 'boxes.mp4')
    const look = [
      '--caption',
      'Box \u{10fffd}',
      '--caption-colour',
      '#888888',
      '--caption-box-colour',
      '#777777'
    ]
    const length = ['--seconds', '0.2', '--quality', 'draft']
    const { stdout } = await runCommand(
      ['slideshow', 'render', '--out', out, '--image', path.join(sample, 'gift-box.jpg'), ...look, ...length],
      { dataFolder: path.join(folder, 'data'), isText: true }
    )
    expect(stdout).toMatch(/boxes\.mp4 .*\n.*no font on this computer.*\n.*contrast of 1\.2 : 1/)
  })

  test('a place that cannot be written is refused and stays as it was', async () => {
    await mkdir(path.join(folder, 'taken'), { recursive: true })
    const video = path.join(folder, 'taken')
    const result = await run([
      'slideshow',
      'render',
      '--out',
      video,
      '--image',
      path.join(sample, 'gift-box.jpg'),
      '--seconds',
      '0.2',
      '--quality',
      'draft'
    ])
    expect([result.exitCode, result.json]).toMatchObject([1, { error: { code: 'INVALID_INPUT' } }])
    expect(await readdir(video)).toEqual([])
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('keys of the environment are named and never printed', async () => {
    const environment = { FAL_KEY: 'fal-secret-0123456789' }
    const listed = await runCommand(['key', 'list'], { dataFolder: path.join(folder, 'data'), environment })
    expect(listed.json).toMatchObject({
      keys: expect.arrayContaining([{ name: 'FAL_KEY', configured: true, source: 'environment' }])
    })
    expect(listed.stdout + listed.stderr).not.toContain('fal-secret')
  })
})
