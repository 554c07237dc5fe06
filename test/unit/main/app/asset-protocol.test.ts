/** asset:// answers: whole files, parts, refusals, and the release of every file it opened. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAssetProtocol, parseAssetAddress } from '#main/app/asset-protocol.ts'
import { AppError } from '#shared/errors.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-asset-'))
  await writeFile(path.join(folder, 'file'), '0123456789')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SOUND = 'a'.repeat(64)
const GONE = 'b'.repeat(64)

function protocolFor(mediaType: string) {
  let open = 0
  const release = async (): Promise<void> => {
    open -= 1
  }
  const pictures = {
    async open(id: string) {
      if (id === 'gone') throw new AppError('NOT_FOUND', 'Unknown.')
      if (id === 'busy') throw new AppError('BOTH_STORES_FAILED', 'Unreachable.')
      open += 1
      return { path: path.join(folder, 'file'), mediaType, release }
    },
    async openPart(id: string, { startByte, endByte }: { startByte: number; endByte?: number }) {
      if (id !== 'far') return null
      const bytes = Buffer.from('0123456789').subarray(startByte, Math.min(endByte ?? 99, startByte + 3) + 1)
      const part = { firstByte: startByte, sizeBytes: bytes.length, totalBytes: 10, mediaType }
      return { ...part, body: Readable.from([bytes]) }
    }
  }
  const drawn = { bytes: Buffer.from('drawn'), mediaType: 'image/jpeg' }
  const serve = createAssetProtocol(pictures, {
    findFrame: (name) => (name === 'f1' ? drawn : null),
    findSound: (name) =>
      ({ [SOUND]: path.join(folder, 'file'), [GONE]: path.join(folder, 'gone') })[name] ?? null
  })
  return {
    ask: (address: string, headers = {}) => serve(new Request(address, { headers })),
    openCount: () => open
  }
}

describe('asset protocol', () => {
  it('serves the whole file and releases it', async () => {
    const { ask, openCount } = protocolFor('image/png')
    const answer = await ask('asset://a1/original')
    expect({
      status: answer.status,
      type: answer.headers.get('content-type'),
      text: await answer.text()
    }).toEqual({
      status: 200,
      type: 'image/png',
      text: '0123456789'
    })
    await expect.poll(openCount).toBe(0)
  })

  it('a film without local copy is served in parts that nobody keeps', async () => {
    const { ask } = protocolFor('video/mp4')
    const tell = async (range: string) => {
      const answer = await ask('asset://far/original', { range })
      return [answer.status, answer.headers.get('content-range'), await answer.text()]
    }
    expect(await tell('bytes=0-')).toEqual([206, 'bytes 0-3/10', '0123'])
    expect(await tell('bytes=4-5')).toEqual([206, 'bytes 4-5/10', '45'])
    const answer = await ask('asset://far/original', { range: 'bytes=4-' })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    await answer.text()
  })

  it('serves the sound of a preview in parts, so that a player can jump, and refuses one that is gone', async () => {
    const { ask } = protocolFor('image/png')
    const answer = await ask(`asset://sound/${SOUND}`, { range: 'bytes=4-' })
    const headers = ['content-type', 'content-range'].map((name) => answer.headers.get(name))
    expect([answer.status, ...headers, await answer.text()]).toEqual([
      206,
      'audio/mp4',
      'bytes 4-9/10',
      '456789'
    ])
    for (const name of [GONE, 'c'.repeat(64), '../../etc/passwd', 'short']) {
      expect((await ask(`asset://sound/${name}`)).status).toBe(404)
    }
  })

  it('serves a preview frame by its name, and no other name', async () => {
    const { ask } = protocolFor('image/png')
    const answer = await ask('asset://frame/f1')
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'image/jpeg',
      'drawn'
    ])
    expect((await ask('asset://frame/f2')).status).toBe(404)
    expect((await ask('asset://frame/f1/original')).status).toBe(404)
  })

  it('serves a part as asked', async () => {
    const answer = await protocolFor('video/mp4').ask('asset://a1/original', { range: 'bytes=2-4' })
    expect([answer.status, answer.headers.get('content-range'), await answer.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234'
    ])
  })

  it('releases the file of a range beyond the end', async () => {
    const { ask, openCount } = protocolFor('video/mp4')
    const answer = await ask('asset://a1/original', { range: 'bytes=99-' })
    expect([answer.status, answer.headers.get('content-range'), openCount()]).toEqual([416, 'bytes */10', 0])
  })

  it('never hands out a kind that could run as a page', async () => {
    for (const mediaType of ['text/html', 'image/svg+xml', 'application/pdf']) {
      const answer = await protocolFor(mediaType).ask('asset://a1/original')
      expect(answer.headers.get('content-type')).toBe('application/octet-stream')
      await answer.text()
    }
  })

  it('refuses unknown assets, unreachable copies and other addresses, uncached', async () => {
    const { ask } = protocolFor('image/png')
    const statuses = await Promise.all(
      [
        'asset://gone/original',
        'asset://busy/original',
        'asset://a1/other',
        'asset://a1/original/x',
        'asset:///original'
      ].map(async (address) => {
        const { status, headers } = await ask(address)
        return [status, headers.get('cache-control')]
      })
    )
    expect(statuses).toEqual([
      [404, 'no-store'],
      [503, 'no-store'],
      [404, 'no-store'],
      [404, 'no-store'],
      [404, 'no-store']
    ])
  })

  it('reads the id and the variant out of an address', () => {
    expect(parseAssetAddress('asset://01jd/thumb-256')).toEqual({ id: '01jd', variant: 'thumb-256' })
  })
})
