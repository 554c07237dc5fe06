/** One post as a whole: its picture and variants, who makes it from which words, its caption, its day. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { emptyPost, findWords, placeKey } from './campaign-draft.ts'
import type { CampaignStore, Place } from './campaign-state.ts'
import { gatherPosts } from './post-cells.ts'
import { PostMaking } from './post-making.tsx'
import { PostPictures } from './post-pictures.tsx'
import type { PostStore } from './post-store.ts'
import { PostWords } from './post-words.tsx'

export interface PostDialogProps {
  readonly store: CampaignStore
  readonly postStore: PostStore
  readonly place: Place
  readonly onPlace: (place: Place) => void
  readonly onClose: () => void
  readonly onOpenPicture: (assetId: string) => void
}

export function PostDialog(props: PostDialogProps) {
  const { store, postStore, place, onClose } = props
  const campaignId = useStore(store, (state) => state.campaign?.id ?? null)
  const runFailure = useStore(store, (campaign) => campaign.failure)
  const state = useStore(postStore)
  const { open, close } = postStore.getState()
  const { platform, post } = place
  useEffect(() => {
    if (campaignId !== null) void open(campaignId, { platform, post })
    return close
  }, [campaignId, platform, post, open, close])
  return (
    <Dialog
      isOpen
      onClose={() => {
        void store.getState().flush()
        onClose()
      }}
      title={`${PLATFORMS[platform].label} post ${post}`}
      description={`${PLATFORMS[platform].widthPx} × ${PLATFORMS[platform].heightPx} pixels, delivered exactly`}
      width="large"
      actions={<Steps {...props} />}
    >
      {state.load.status === 'failed' && <ErrorNotice failure={state.load.failure} />}
      {state.failure !== null && <ErrorNotice failure={state.failure} />}
      {runFailure !== null && <ErrorNotice failure={runFailure} />}
      {state.load.status === 'loading' && state.place === null ? (
        <SkeletonLines count={8} label="Loading the post" />
      ) : (
        <Body key={placeKey(place)} {...props} />
      )}
    </Dialog>
  )
}

/** To the post before and after, row by row as the grid reads. */
function Steps({ store, place, onPlace }: PostDialogProps) {
  const { platforms, posts } = useStore(
    store,
    useShallow(({ platforms, posts }) => ({ platforms, posts }))
  )
  const places = Array.from({ length: posts }, (_, index) => index + 1).flatMap((post) =>
    platforms.map((platform) => ({ platform, post }))
  )
  const at = places.findIndex((one) => one.platform === place.platform && one.post === place.post)
  const go = (to: Place | undefined): void => {
    void store.getState().flush()
    if (to !== undefined) onPlace(to)
  }
  return (
    <>
      <IconButton
        label="Post before"
        icon={<ChevronLeft />}
        disabled={at <= 0}
        onClick={() => go(places[at - 1])}
      />
      <IconButton
        label="Next post"
        icon={<ChevronRight />}
        disabled={at < 0 || at >= places.length - 1}
        onClick={() => go(places[at + 1])}
      />
    </>
  )
}

function Body({ store, postStore, place, onOpenPicture }: PostDialogProps) {
  const plan = useStore(store)
  const post = useStore(postStore)
  const words = findWords(plan.words, place) ?? emptyPost(place.platform, place.post)
  const cell = gatherPosts(plan.cells).get(placeKey(place)) ?? null
  const picked = post.pictures.find((picture) => picture.isPicked) ?? null
  const asset = picked?.asset ?? cell?.shown.asset ?? null
  const samePost = plan.platforms.filter((platform) => platform !== place.platform)
  return (
    <div data-undo="campaign" className="grid gap-6 md:grid-cols-[20rem_1fr]">
      <PostPictures
        place={place}
        cell={cell}
        asset={asset}
        pictures={post.pictures}
        onOpen={onOpenPicture}
        onPick={(assetId) => void post.pick(assetId).then(plan.refresh)}
        onFocalPoint={(point) => asset !== null && void post.setFocalPoint(asset.id, point)}
      />
      <div className="flex min-w-0 flex-col gap-5">
        <PostMaking
          words={words}
          cell={cell}
          automaticPrompt={post.automaticPrompt}
          providers={post.providers}
          maker={plan.makers[placeKey(place)] ?? null}
          isBusy={plan.isGenerating}
          onPrompt={(prompt) => plan.setWords([{ ...words, prompt }])}
          onMaker={(provider) => plan.setMaker(place, provider)}
          onMake={(options) => void plan.remake(place, options)}
        />
        <PostWords
          words={words}
          asset={asset}
          otherPlatforms={samePost}
          onChange={(changed) => plan.setWords([changed])}
          onDone={() => void plan.flush()}
          onCopyCaption={() =>
            plan.setWords(
              samePost.map((platform) => ({
                ...(findWords(plan.words, { platform, post: place.post }) ?? emptyPost(platform, place.post)),
                caption: words.caption
              }))
            )
          }
        />
      </div>
    </div>
  )
}
