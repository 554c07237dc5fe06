/** app:// serves our own files under the policy, and nothing outside their folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAppProtocol, fileOf } from '#main/app/app-protocol.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-app-'))
  await mkdir(path.join(folder, 'page'))
  await writeFile(path.join(folder, 'page/index.html'), '<p>hello</p>')
  await writeFile(path.join(folder, 'secret.html'), 'secret')
  await writeFile(path.join(folder, 'page/data.bin'), 'x')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('app protocol', () => {
  const ask = (address: string) => createAppProtocol(path.join(folder, 'page'))(new Request(address))

  it('sends the page with its policy', async () => {
    const answer = await ask('app://campaignforge/index.html')
    expect([answer.status, await answer.text()]).toEqual([200, '<p>hello</p>'])
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
  })

  it.each([
    '../secret.html',
    '%2e%2e/secret.html',
    '..%2fsecret.html',
    '%00',
    'missing.html',
    'data.bin',
    '%zz'
  ])('does not serve %s', async (name) => {
    expect((await ask(`app://campaignforge/${name}`)).status).toBe(404)
  })

  it('keeps paths inside the folder even when its name is a prefix of another', () => {
    expect(fileOf('/srv/page', 'app://campaignforge/..%2fpage-old/index.html')).toBeNull()
  })
})
