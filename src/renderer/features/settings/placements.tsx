/** The placements campaigns are made for, with their exact sizes and what their platforms allow. */
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { formatCount, formatPixels } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'

export function Placements() {
  return (
    <Card title="Placements">
      <p className="mb-3 text-ink-soft">Pictures are delivered at exactly these sizes.</p>
      {/* A wide table scrolls in its own box, which the keyboard must reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section aria-label="Table of placements" tabIndex={0} className="overflow-x-auto">
        <table className="w-full min-w-[34rem] border-collapse text-left">
          <thead className="text-xs text-ink-soft">
            <tr className="border-b border-line">
              <th className="py-1.5 pr-4 font-medium">Platform</th>
              <th className="py-1.5 pr-4 font-medium">Size</th>
              <th className="py-1.5 pr-4 text-right font-medium">Caption, at most</th>
              <th className="py-1.5 text-right font-medium">Alternative text, at most</th>
            </tr>
          </thead>
          <tbody>
            {PLATFORM_IDS.map((id) => {
              const { label, widthPx, heightPx, captionMaxChars, altTextMaxChars } = PLATFORMS[id]
              return (
                <tr key={id} className="border-b border-line last:border-0">
                  <td className="py-1.5 pr-4">{label}</td>
                  <td className="py-1.5 pr-4">{formatPixels(widthPx, heightPx)}</td>
                  <td className="py-1.5 pr-4 text-right">{formatCount(captionMaxChars)} characters</td>
                  <td className="py-1.5 text-right">
                    {altTextMaxChars === null ? 'not offered' : `${formatCount(altTextMaxChars)} characters`}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
