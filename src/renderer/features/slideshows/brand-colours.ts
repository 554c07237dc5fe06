/** The colours that go with a slideshow: its campaign's, then the brand kit's. */
import type { Client } from '../../ipc/client.ts'

/** Each once; empty where neither can be read, because any other colour may still be chosen. */
export async function readBrandColours(
  client: Client,
  campaignId: string | null
): Promise<readonly string[]> {
  const [ofBrief, ofBrand] = await Promise.all([
    campaignId === null
      ? []
      : client.call('campaign.get', { id: campaignId }).then(
          ({ brief }) => brief.brandColours,
          () => []
        ),
    client.call('settings.get', {}).then(
      ({ brand }) => brand.colours,
      () => []
    )
  ])
  return [...new Set([...ofBrief, ...ofBrand].map((colour) => colour.toLowerCase()))]
}
