import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProcessRunner } from '#main/core/process.ts'

const node = process.execPath

describe('process runner', () => {
  test('output, exit code and the last lines of standard error come back', async () => {
    const lines: string[] = []
    const script =
      'console.log("a\\nb"); for (let i = 0; i < 60; i++) console.error("e" + i); process.exitCode = 3'
    const result = await createProcessRunner().run(node, ['-e', script], {
      onStdoutLine: (line) => lines.push(line)
    })
    expect(result.exitCode).toBe(3)
    expect(lines).toEqual(['a', 'b'])
    expect([result.lastLines.length, result.lastLines.at(-1)]).toEqual([40, 'e59'])
  })

  test('arguments are never read by a shell', async () => {
    const result = await createProcessRunner().run(node, [
      '-e',
      'console.log(process.argv[1])',
      '$(touch /nowhere); `id`'
    ])
    expect(result.stdout).toBe('$(touch /nowhere); `id`\n')
  })

  test('a stream feeds standard input with back-pressure to the end', async () => {
    const script =
      'let n = 0; process.stdin.on("data", (d) => (n += d.length)).on("end", () => console.log(n))'
    const input = Readable.from(
      (function* () {
        for (let i = 0; i < 200; i++) yield Buffer.alloc(65_536)
      })()
    )
    expect((await createProcessRunner().run(node, ['-e', script], { input })).stdout).toBe(
      `${200 * 65_536}\n`
    )
  })

  test('cancel ends a program that ignores polite signals', async () => {
    const controller = new AbortController()
    const script = 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)'
    let pid = 0
    const run = createProcessRunner().run(node, ['-e', script], {
      signal: controller.signal,
      onStdoutLine: (line) => {
        pid = Number(line)
        controller.abort()
      }
    })
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(() => process.kill(pid, 0)).toThrow()
  })

  test('a missing program is NOT_FOUND, a slow one TIMEOUT', async () => {
    await expect(createProcessRunner().run('/no/such/program', [])).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
    const slow = createProcessRunner().run(node, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 })
    await expect(slow).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('killAll leaves nothing running', async () => {
    const runner = createProcessRunner()
    const { promise: started, resolve } = Promise.withResolvers<number>()
    const run = runner.run(node, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], {
      onStdoutLine: (line) => resolve(Number(line))
    })
    const pid = await started
    await runner.killAll()
    expect((await run).exitCode).toBeNull()
    expect(() => process.kill(pid, 0)).toThrow()
  })
})
