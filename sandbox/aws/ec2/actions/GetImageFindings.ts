import type { GetImageFindingsResult } from '@aws-sdk/client-ec2'
import { type Action, findVisibleImage, requireImageId } from '../action.ts'
import { snapshotIdsOf } from '../fleet.ts'
import { readPage } from '../pages.ts'
import { findingsOf } from '../scan.ts'
import { validateImageId } from '../validations/image-id.ts'

/** Shown to everybody who can launch the image; empty for an image that was not scanned. */
export const GetImageFindings: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findVisibleImage(call, world, requireImageId(call.query)),
  run(call, world): GetImageFindingsResult {
    const stored = findVisibleImage(call, world, requireImageId(call.query))
    const [snapshotId] = snapshotIdsOf(stored)
    const { items, NextToken } = readPage(stored.scan ? findingsOf(stored.scan, snapshotId) : [], call.query)
    return { ImageFindings: items, ...(NextToken && { NextToken }) }
  },
}
