/** Languages are guessed from enough text, and not from too little. */
import { expect, test } from 'vitest'
import { guessLanguage } from '#main/documents/language.ts'

test.each([
  [
    'en',
    'The candle is made for people who read late, and it burns with a calm flame for the whole of the evening.'
  ],
  [
    'de',
    'Die Kerze ist für Menschen gemacht, die gern lesen, und sie brennt mit einer ruhigen Flamme den ganzen Abend.'
  ],
  [
    'fr',
    'La bougie est faite pour les gens qui lisent le soir, et elle brûle avec une flamme calme pour la soirée.'
  ],
  [
    'es',
    'La vela es para las personas que leen por la noche, y se quema con una llama tranquila en la mesa de la casa.'
  ],
  ['ru', 'Эта свеча сделана для людей, которые читают по вечерам, и горит ровно.'],
  ['uk', 'Ця свічка зроблена для людей, які читають вечорами, і горить рівно.'],
  ['ja', 'この蝋燭は夜に本を読む人のために作られました。'],
  ['zh', '这支蜡烛是为晚上读书的人制作的，燃烧得非常平稳，可以用四十八小时。'],
  [null, 'Lantern 24 USD'],
  [null, '1 2 3 4 5 6 7 8 9']
])('%s', (language, text) => {
  expect(guessLanguage(text)).toBe(language)
})
