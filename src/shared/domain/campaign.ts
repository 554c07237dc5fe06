/** Campaigns and their briefs. A brief's field is blank rather than guessed; each found field keeps its source. */
import { z } from 'zod'

/** Where a field of the brief was found: the sentence and the document it stands in. */
export const briefSourceSchema = z.object({
  field: z.enum([
    'productName',
    'benefit',
    'audience',
    'callToAction',
    'price',
    'tone',
    'brandColour',
    'tagline'
  ]),
  value: z.string(),
  sentence: z.string(),
  page: z.int().nullable(),
  documentName: z.string().nullable()
})
export type BriefSource = z.output<typeof briefSourceSchema>

export const hexColourSchema = z.string().regex(/^#[0-9a-fA-F]{6}$/)

const briefFields = {
  productName: z.string().max(200),
  tagline: z.string().max(300),
  benefits: z.array(z.string().min(1).max(300)).max(30),
  audience: z.string().max(500),
  callsToAction: z.array(z.string().min(1).max(200)).max(20),
  price: z.string().max(100),
  tone: z.string().max(200),
  brandColours: z.array(hexColourSchema).max(8)
}

export const briefSchema = z.object({
  ...briefFields,
  tagline: briefFields.tagline.default(''),
  price: briefFields.price.default(''),
  tone: briefFields.tone.default(''),
  brandColours: briefFields.brandColours.default([]),
  sources: z.array(briefSourceSchema).max(200).default([])
})
export type Brief = z.output<typeof briefSchema>

/**
 * Fields a person or the CLI may set; each given field replaces what a document said. No field has a default here: it
 * would stand for an absent one and empty what the campaign holds.
 */
export const briefPatchSchema = z.object(briefFields).partial()
export type BriefPatch = z.output<typeof briefPatchSchema>

export const EMPTY_BRIEF: Brief = {
  productName: '',
  tagline: '',
  benefits: [],
  audience: '',
  callsToAction: [],
  price: '',
  tone: '',
  brandColours: [],
  sources: []
}

export const campaignIdSchema = z.string().min(1).max(64)

export const campaignSchema = z.object({
  id: campaignIdSchema,
  name: z.string(),
  brief: briefSchema,
  createdAt: z.int(),
  updatedAt: z.int()
})
export type Campaign = z.output<typeof campaignSchema>

export const campaignSummarySchema = campaignSchema.extend({
  imageCount: z.int(),
  documentCount: z.int(),
  videoCount: z.int(),
  costMicroUsd: z.int(),
  /** Newest image first; for the list's picture. */
  coverAssetId: z.string().nullable()
})
export type CampaignSummary = z.output<typeof campaignSummarySchema>
