import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { takeOwnerLock } from '#main/db/owner-lock.ts'

const holder = path.resolve(import.meta.dirname, '../../../harness/hold-owner-lock.ts')

describe('owner lock', () => {
  test('only one process owns a folder, and release lets the next one in', async () => {
    await withTempFolder(async (folder) => {
      const first = takeOwnerLock(folder)
      const second = takeOwnerLock(folder)
      expect([first.isOwner, second.isOwner]).toEqual([true, false])
      second.release()
      first.release()
      const third = takeOwnerLock(folder)
      expect(third.isOwner).toBe(true)
      third.release()
    })
  })

  test('a process that is killed leaves no lock behind', async () => {
    await withTempFolder(async (folder) => {
      const child = fork(holder, [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      expect(await once(child, 'message')).toEqual([true, undefined])
      expect(takeOwnerLock(folder).isOwner).toBe(false)
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      const lock = takeOwnerLock(folder)
      expect(lock.isOwner).toBe(true)
      lock.release()
    })
  })
})
