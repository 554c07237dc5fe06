/** Takes the keyboard from a list of assets to the details of the selected one. */

/** The inspector's first field; without one nothing happens. */
export const DETAILS_FIELD = 'asset-title'

export function focusDetails(): void {
  document.getElementById(DETAILS_FIELD)?.focus()
}
