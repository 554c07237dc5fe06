/** Words and colour of an opening or closing card. */
import type { Card } from '#shared/domain/slideshow.ts'
import { TextArea, TextField } from '../../ui/field.tsx'

export interface CardFieldsProps {
  readonly card: Card
  readonly onChange: (card: Card, kind: string) => void
}

export function CardFields({ card, onChange }: CardFieldsProps) {
  return (
    <>
      <TextField
        label="Title"
        value={card.title}
        maxLength={200}
        onChange={(event) => onChange({ ...card, title: event.target.value }, 'card title')}
      />
      <TextArea
        label="Line under it"
        rows={2}
        maxLength={300}
        value={card.subtitle}
        onChange={(event) => onChange({ ...card, subtitle: event.target.value }, 'card subtitle')}
      />
      {card.kind === 'closing' && (
        <TextField
          label="Words on the button"
          value={card.action}
          maxLength={200}
          placeholder="None is drawn without words"
          onChange={(event) => onChange({ ...card, action: event.target.value }, 'card action')}
        />
      )}
      <div className="w-24">
        <TextField
          type="color"
          label="Colour"
          value={card.colour}
          className="p-1"
          onChange={(event) => onChange({ ...card, colour: event.target.value }, 'card colour')}
        />
      </div>
    </>
  )
}
