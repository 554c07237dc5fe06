/** Property tests draw the same numbers in every run, so that a failure can be seen again; the seed may be set. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['CAMPAIGNFORGE_FUZZ_SEED'] ?? 20_261_122) })
