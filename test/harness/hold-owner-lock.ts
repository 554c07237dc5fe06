/** A program that takes the owner lock of the folder it is given and holds it until it is killed. */
import { takeOwnerLock } from '#main/db/owner-lock.ts'

const lock = takeOwnerLock(process.argv[2] ?? '')
process.send?.(lock.isOwner)
setInterval(() => lock.isOwner, 60_000)
