/** The preview is heard as the video will be: music and voice together, from the right moment, and silent when paused. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'
import { findings } from './axe.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaignforge-sound-'))
  for (const [name, hertz] of [
    ['music.wav', 300],
    ['voice.wav', 1200]
  ] as const) {
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=2`, join(folder, name)]
    execFileSync('ffmpeg', ['-v', 'error', ...tone])
  }
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Two slides of three seconds with music and, from the third second on, a voice. */
async function openWithSound(desk: Desk): Promise<void> {
  const { page } = desk
  const files = [sample('gift-box.jpg'), sample('flat-lay.jpg'), ...['music', 'voice'].map(wav)]
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click()
  await desk.dropFiles(page.getByRole('main'), files)
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(4)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Slideshows' }).click()
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('With sound')
  await page.getByRole('button', { name: 'Choose pictures' }).click()
  const picker = page.getByRole('dialog')
  await picker.getByRole('button', { name: 'gift-box.jpg' }).click()
  await picker.getByRole('button', { name: 'flat-lay.jpg' }).click()
  await picker.getByRole('button', { name: 'Add 2 pictures' }).click()
  await page.getByRole('tab', { name: 'Sound' }).click()
  await page.getByRole('button', { name: 'Choose music' }).click()
  await pickSound(page, 'music.wav')
  await expect(page.getByRole('button', { name: 'Choose a recording' })).toBeVisible()
  await page.getByRole('button', { name: 'Choose a recording' }).click()
  await pickSound(page, 'voice.wav')
  await page.getByRole('spinbutton', { name: 'Begins after, seconds as a number' }).fill('3')
}

const wav = (name: string): string => join(folder, `${name}.wav`)

async function pickSound(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Use|Add)/ })
    .click()
}

const audioOf = (page: Page) => page.getByRole('region', { name: 'Preview' }).locator('audio')
const heard = (page: Page) =>
  audioOf(page).evaluate((element) => {
    const { currentTime, duration, paused, muted } = element as HTMLAudioElement
    return { currentTime, duration, paused, muted }
  })

/** Loudness of one pitch in a part of the file, 0 … 1. */
function levelOf(file: string, hertz: number, [from, to]: readonly [number, number]): number {
  const part = `atrim=${from}:${to},bandpass=f=${hertz}:width_type=h:w=80`
  const args = ['-v', 'error', '-i', file, '-af', part, '-ac', '1', '-f', 'f32le', '-']
  const bytes = execFileSync('ffmpeg', args)
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

test('music and voice play with the pictures, from where the scrubber is, until pause', async ({ desk }) => {
  const { page } = desk
  await openWithSound(desk)
  await expect.poll(async () => (await heard(page)).duration, { timeout: 20_000 }).toBeCloseTo(5.5, 1)
  await expect(page.getByText('Mixing the sound')).toHaveCount(0)
  expect(await heard(page)).toMatchObject({ paused: true, currentTime: 0 })

  const mixes = join(desk.userData, 'data/temp/preview-sounds')
  const address = await audioOf(page).evaluate((element) => (element as HTMLAudioElement).currentSrc)
  const file = join(
    mixes,
    readdirSync(mixes).find((name) => address.endsWith(name.split('.')[0] ?? '')) ?? ''
  )
  const [early, late] = [[0.5, 2.5] as const, [3.5, 4.8] as const]
  expect(levelOf(file, 1200, late)).toBeGreaterThan(0.05)
  expect(levelOf(file, 1200, early)).toBeLessThan(0.005)
  expect(levelOf(file, 300, early)).toBeGreaterThan(2 * levelOf(file, 300, late))

  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(async () => (await heard(page)).currentTime).toBeGreaterThan(1.5)
  expect((await heard(page)).paused).toBe(false)
  const position = page.getByRole('slider', { name: 'Position' })
  await position.focus()
  await page.keyboard.press('Home')
  await expect.poll(async () => (await heard(page)).currentTime).toBeLessThan(1.4)
  expect((await heard(page)).paused).toBe(false)
  for (let step = 0; step < 9; step += 1) await page.keyboard.press('PageUp')
  await expect.poll(async () => (await heard(page)).currentTime).toBeGreaterThan(3)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect.poll(async () => (await heard(page)).paused).toBe(true)
  const frame = Number(await position.getAttribute('aria-valuenow'))
  expect(Math.abs((await heard(page)).currentTime - frame / 30)).toBeLessThan(0.15)

  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Sound off' }).click()
  expect((await heard(page)).muted).toBe(true)
  await page.getByRole('button', { name: 'To the start' }).click()
  await expect.poll(async () => (await heard(page)).currentTime).toBe(0)
  expect(desk.problems).toEqual([])
})

test('without its voice the sound is mixed anew, and without music too there is none', async ({ desk }) => {
  const { page } = desk
  await openWithSound(desk)
  const sourceOf = () => audioOf(page).evaluate((element) => element.getAttribute('src'))
  await expect.poll(sourceOf, { timeout: 20_000 }).toMatch(/^asset:\/\/sound\//)
  const both = await sourceOf()
  await page.getByRole('button', { name: 'Remove voice' }).click()
  await expect.poll(sourceOf).toBe(null)
  await expect.poll(sourceOf).toMatch(/^asset:\/\/sound\//)
  expect(await sourceOf()).not.toBe(both)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(sourceOf).toBe(both)
  await page.getByRole('button', { name: 'Remove voice' }).click()
  await page.getByRole('button', { name: 'Remove music' }).click()
  await expect.poll(sourceOf).toBe(null)
  await expect(page.getByRole('button', { name: 'Sound off' })).toBeHidden()
})

test.describe('without ffmpeg', () => {
  test.use({ appEnv: { PATH: '/no/such/folder' } })

  test('the pictures play in silence, and the switch says why and tries again', async ({ desk }) => {
    const { page } = desk
    await openWithSound(desk)
    const again = page.getByRole('button', { name: 'No sound without ffmpeg. Try again' })
    await expect(again).toBeVisible()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    const position = page.getByRole('slider', { name: 'Position' })
    await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).toBeGreaterThan(15)
    await page.getByRole('button', { name: 'Pause' }).click()
    await again.click()
    await expect(page.getByRole('button', { name: 'Sound off. Mixing the sound' })).toBeVisible()
    await expect(again).toBeVisible()
  })
})
