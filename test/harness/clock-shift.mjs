// Loaded before the product (node --import): its clock jumps by CHAOS_CLOCK_SHIFT_MS once it ran for
// CHAOS_CLOCK_AFTER_MS, as a clock does that is set while the app is open.
const RealDate = globalThis.Date
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? 0)
const afterMs = Number(process.env.CHAOS_CLOCK_AFTER_MS ?? 0)
const now = () => RealDate.now() + (performance.now() >= afterMs ? shiftMs : 0)

globalThis.Date = class JumpingDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now())
    else super(...parts)
  }
  static now() {
    return now()
  }
}
