/** What the page of the window can not do, whatever runs in it. */
import { expect, test } from './app.ts'

test.describe('a page that tries', () => {
  test.use({ breaksPolicy: true })

  test('the policy of the page refuses a script written into it', async ({ desk }) => {
    const { page } = desk
    await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
    const directive = await page.evaluate(
      () =>
        new Promise<string>((done) => {
          addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), {
            once: true
          })
          const script = document.createElement('script')
          script.textContent = 'window.wasRun = true'
          document.body.append(script)
        })
    )
    expect(directive).toMatch(/^script-src/)
    expect(await page.evaluate(() => 'wasRun' in window)).toBe(false)
  })

  test('styles written into the page are refused too', async ({ desk }) => {
    const { page } = desk
    await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
    const directives = await page.evaluate(async () => {
      const refused: string[] = []
      addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective))
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      document.head.append(style)
      document.body.setAttribute('style', 'display: none')
      await new Promise((done) => setTimeout(done, 100))
      return refused
    })
    expect(directives).toEqual(['style-src-elem', 'style-src-attr'])
  })
})

test('the policy that is served allows nothing inline and nothing evaluated', async ({ desk }) => {
  const { page } = desk
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/index.html')),
    page.reload()
  ])
  const policy = answer.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

test('the page has no Node and only the three functions of the bridge', async ({ desk }) => {
  const found = await desk.page.evaluate(() => ({
    node: 'process' in window || 'require' in window || 'module' in window,
    bridge: Object.keys(Reflect.get(window, 'campaignforge')).toSorted(),
    isFrozen: Object.isFrozen(Reflect.get(window, 'campaignforge'))
  }))
  expect(found).toEqual({ node: false, bridge: ['invoke', 'on', 'pathOf'], isFrozen: true })
})

test('leaving the page and opening windows are refused', async ({ desk }) => {
  const { page } = desk
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  const before = page.url()
  await page.evaluate(() => {
    location.href = 'https://example.invalid/'
  })
  await page.evaluate(() => void window.open('https://example.invalid/'))
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  expect(page.url()).toBe(before)
  expect(page.context().pages()).toHaveLength(1)
})

test('unknown requests and bad input come back as codes', async ({ desk }) => {
  const codes = await desk.page.evaluate(async () => {
    const bridge: { invoke(route: string, input: unknown): Promise<{ error?: { code: string } }> } =
      Reflect.get(window, 'campaignforge')
    const replies = [
      await bridge.invoke('toString', {}),
      await bridge.invoke('asset.get', { id: 7 }),
      await bridge.invoke('asset.get', { id: 'nothing-here' }),
      await bridge.invoke('asset.list', { filter: {}, limit: 10, cursor: null, extra: true })
    ]
    return replies.map((reply) => reply.error?.code)
  })
  expect(codes).toEqual(['ROUTE_NOT_FOUND', 'INVALID_INPUT', 'NOT_FOUND', 'INVALID_INPUT'])
})

test('pictures of unknown assets and paths outside the catalog are not served', async ({ desk }) => {
  const sizes = await desk.page.evaluate(async () => {
    const load = (address: string) =>
      new Promise<number>((done) => {
        const image = new Image()
        image.onload = () => done(image.naturalWidth)
        image.onerror = () => done(0)
        image.src = address
      })
    return [
      await load('asset://unknown/thumb-256'),
      await load('asset://unknown/../../catalog.db'),
      await load('asset://unknown/original')
    ]
  })
  expect(sizes).toEqual([0, 0, 0])
})
