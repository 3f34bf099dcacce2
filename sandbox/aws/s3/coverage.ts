import type { Covered } from '../../coverage.ts'

export const S3: Covered = {
  CreateBucket: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'every account sees every bucket; no settings, no policies',
  },
  GetObject: {
    state: 'partial',
    provedBy: 'an object that is known already is not sent again',
    gap: 'whole objects alone; of the conditions, If-None-Match; a role without s3:ListBucket is told NoSuchKey, where S3 says AccessDenied',
  },
  HeadObject: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'size, ETag and date alone',
  },
  PutObject: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'no versions, checksums, metadata, encryption or conditions; no uploads in parts; what was put is gone with the sandbox',
  },
  ListObjectsV2: { state: 'missing', gap: 'objects are asked for by their keys' },
}
