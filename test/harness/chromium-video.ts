/** Plays a video file in Chromium: seeks to moments and reads the pixels that are shown. */
import { spawnSync } from 'node:child_process'
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from '@playwright/test'

function findChromium(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const { stdout, status } = spawnSync('which', [name])
    if (status === 0) return String(stdout).trim()
  }
  return null
}

/** Null where none is installed; suites that need it are skipped. */
export const chromiumPath = findChromium()

export interface SeenFrame {
  readonly second: number
  /** 8-bit RGBA of a small, unscaled window in the middle of the picture. */
  readonly pixels: readonly number[]
}

export const WINDOW_PX = 64

/** Serves the file with ranges, seeks to each moment in the given order, and plays to the end afterwards. */
export async function watchInChromium(
  file: string,
  seconds: readonly number[]
): Promise<{
  readonly frames: readonly SeenFrame[]
  readonly playedToEnd: boolean
  readonly durationSeconds: number
}> {
  const server = createServer((request, response) => {
    if (request.url !== '/video.mp4') {
      response.setHeader('content-type', 'text/html')
      response.end('<video muted src="/video.mp4" preload="auto"></video><canvas></canvas>')
      return
    }
    const size = statSync(file).size
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
    const end = to === '' ? size - 1 : Number(to)
    response.writeHead(206, {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${from}-${end}/${size}`,
      'content-length': end - Number(from) + 1
    })
    createReadStream(file, { start: Number(from), end }).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const browser = await chromium.launch({
    ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required']
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    return await page.evaluate(watch, { seconds, windowPx: WINDOW_PX })
  } finally {
    await browser.close()
    server.close()
  }
}

/** Runs inside the page. */
async function watch({ seconds, windowPx }: { seconds: readonly number[]; windowPx: number }) {
  const video = document.querySelector('video')
  const canvas = document.querySelector('canvas')
  const context = canvas?.getContext('2d', { willReadFrequently: true })
  if (video === null || canvas === null || !context) throw new Error('no canvas')
  const event = (name: string) =>
    new Promise<void>((resolve, reject) => {
      video.addEventListener(name, () => resolve(), { once: true })
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true })
    })
  if (video.readyState < 2) await event('loadeddata')
  canvas.width = windowPx
  canvas.height = windowPx
  const left = Math.round(video.videoWidth / 2 - windowPx / 2)
  const top = Math.round(video.videoHeight / 2 - windowPx / 2)
  const frames: { second: number; pixels: number[] }[] = []
  for (const second of seconds) {
    const sought = event('seeked')
    const shown = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()))
    video.currentTime = second
    // `seeked` alone may come before the new picture is the one that a canvas gets.
    await Promise.all([sought, shown])
    context.drawImage(video, left, top, windowPx, windowPx, 0, 0, windowPx, windowPx)
    frames.push({ second, pixels: [...context.getImageData(0, 0, windowPx, windowPx).data] })
  }
  video.currentTime = Math.max(0, video.duration - 1.5)
  await event('seeked')
  const ended = event('ended')
  await video.play()
  await ended
  return { frames, playedToEnd: video.ended, durationSeconds: video.duration }
}
