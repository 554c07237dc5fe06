/** Pictures are near when few bits differ; groups join what is near through others. */
import { expect, test } from 'vitest'
import { findNearPairs, groupPairs, NEAR_DISTANCE, packHashes } from '#main/catalog/near-duplicates.ts'
import { halvesOf } from '#main/catalog/picture-repository.ts'

const hashes = [
  ['a', '0000000000000000'],
  ['b', '00000000000000ff'],
  ['c', '000000000000ffff'],
  ['d', 'ffffffffffffffff'],
  ['e', 'fffffffffffffffe']
].map(([assetId = '', hash = '']) => ({ assetId, ...halvesOf(hash) }))

const near = (maxDistance: number) =>
  findNearPairs(packHashes(hashes), { maxDistance, from: 0, to: hashes.length })

test('pairs up to the distance, each once, none with itself', () => {
  expect(near(NEAR_DISTANCE)).toEqual([
    { firstId: 'a', secondId: 'b', distance: 8 },
    { firstId: 'b', secondId: 'c', distance: 8 },
    { firstId: 'd', secondId: 'e', distance: 1 }
  ])
})

test('groups are joined through a common neighbour, the largest first', () => {
  const pairs = near(NEAR_DISTANCE)
  expect(groupPairs(pairs)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e']
  ])
})

test('all 64 bits count', () => {
  expect(near(64)).toHaveLength(10)
})
