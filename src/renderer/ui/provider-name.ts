/** Names of image providers as people know them. */

const NAMES: Readonly<Record<string, string>> = {
  composer: 'Offline composer',
  a1111: 'Stable Diffusion (local)',
  comfyui: 'ComfyUI (local)',
  together: 'Together AI',
  replicate: 'Replicate',
  fal: 'fal',
  stability: 'Stability AI',
  gemini: 'Gemini',
  openai: 'OpenAI'
}

/** The name; an id the window does not know stands for itself. */
export function providerName(id: string): string {
  return NAMES[id] ?? id
}
