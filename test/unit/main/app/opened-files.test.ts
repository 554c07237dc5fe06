/** Files handed over by the system: found among a command's words, kept until the window asks, given once. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createOpenedFiles, givenWords, pathsAmong } from '#main/app/opened-files.ts'

const here = import.meta.filename

describe('opened files', () => {
  it('switches, addresses and the program itself are no files', () => {
    const words = [
      '/opt/app',
      '--enable-x',
      'photo.jpg',
      '',
      '-psn_0_1',
      'app://campaignforge/x',
      '/tmp/b.pdf'
    ]
    const given = givenWords(words, true)
    expect(pathsAmong(given, '/home/me')).toEqual(
      ['/home/me/photo.jpg', '/tmp/b.pdf'].map((one) => path.resolve(one))
    )
    expect(givenWords(['electron', '.', 'a.png'], false)).toEqual(['a.png'])
  })

  it('each file is given once, those that do not exist never', () => {
    let news = 0
    const files = createOpenedFiles(() => {
      news += 1
    })
    files.add(['/no/such/file.png'])
    files.add([here, here])
    expect([files.take(), files.take(), news]).toEqual([[here], [], 1])
  })
})
