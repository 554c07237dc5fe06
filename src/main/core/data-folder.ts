/** Where the product keeps its data when nobody says otherwise; the window and the command line agree on it. */
import path from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** CAMPAIGNFORGE_DATA, else the system's usual place for application data. Absolute. */
export function defaultDataFolder({ platform, homeFolder, environment }: Surroundings): string {
  const chosen = environment['CAMPAIGNFORGE_DATA']
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen)
  if (platform === 'darwin')
    return path.join(homeFolder, 'Library', 'Application Support', 'CampaignForge', 'data')
  if (platform === 'win32') {
    return path.join(
      environment['LOCALAPPDATA'] ?? path.join(homeFolder, 'AppData', 'Local'),
      'CampaignForge',
      'data'
    )
  }
  return path.join(environment['XDG_DATA_HOME'] ?? path.join(homeFolder, '.local', 'share'), 'campaignforge')
}
