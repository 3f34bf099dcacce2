import { touch } from '../live.ts'
import { useTell } from '../ui/notices.tsx'
import { awsApi } from './aws-api.ts'

/** Changes an image as somebody outside Slack; a refusal is shown in EC2's own words. */
export const useChange = () => {
  const tell = useTell()
  return async (image: { imageId: string; name: string }, verb: string, body: object = {}) => {
    let isDone = true
    try {
      await awsApi.changeImage(image.imageId, verb, body)
    } catch (error) {
      isDone = false
      tell(
        `${verb} ${image.name || image.imageId}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    touch('images')
    touch(`image/${image.imageId}`)
    return isDone
  }
}
