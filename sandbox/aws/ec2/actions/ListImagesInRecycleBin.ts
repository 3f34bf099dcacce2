import type { ListImagesInRecycleBinResult } from '@aws-sdk/client-ec2'
import { type Action, requireImageIds } from '../action.ts'
import { Ec2Error, notFound } from '../errors.ts'
import { readPage, validatePage } from '../pages.ts'
import { isInRecycleBin } from '../recycle-bin.ts'

const IMAGE_IDS_AT_MOST = 20
const PAGE_AT_MOST = 1_000

export const ListImagesInRecycleBin: Action = {
  validate(query) {
    const imageIds = query.list('ImageId')
    requireImageIds(imageIds)
    validatePage(query, PAGE_AT_MOST)
    if (imageIds.length <= IMAGE_IDS_AT_MOST) return
    throw new Ec2Error('InvalidParameterValue', `At most ${IMAGE_IDS_AT_MOST} image ids can be given.`)
  },
  run(call, world): ListImagesInRecycleBinResult {
    const imageIds = call.query.list('ImageId')
    const kept = world.views
      .images()
      .filter(
        stored =>
          stored.account === call.account &&
          stored.region === call.region &&
          isInRecycleBin(stored, world.clock.nowMs()),
      )
    const unknown = imageIds.filter(imageId => !kept.some(({ image }) => image.ImageId === imageId))
    if (unknown.length > 0) throw notFound(unknown)
    const wanted = kept.filter(({ image }) => imageIds.length === 0 || imageIds.includes(image.ImageId))
    const { items, NextToken } = readPage(wanted, call.query)
    return {
      Images: items.map(({ image, recycled }) => ({
        ImageId: image.ImageId,
        Name: image.Name,
        Description: image.Description,
        ...(recycled && {
          RecycleBinEnterTime: new Date(recycled.enteredAtMs),
          RecycleBinExitTime: new Date(recycled.exitsAtMs),
        }),
      })),
      ...(NextToken !== undefined && { NextToken }),
    }
  },
}
