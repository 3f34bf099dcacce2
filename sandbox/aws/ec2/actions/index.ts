import type { Action } from '../action.ts'
import { CopyImage } from './CopyImage.ts'
import { CreateImage } from './CreateImage.ts'
import { DeregisterImage } from './DeregisterImage.ts'
import { DescribeImages } from './DescribeImages.ts'
import { DisableImage } from './DisableImage.ts'
import { EnableImage } from './EnableImage.ts'
import { RegisterImage } from './RegisterImage.ts'

/** The calls that this EC2 knows, by EC2's names. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  CopyImage,
  CreateImage,
  DeregisterImage,
  DescribeImages,
  DisableImage,
  EnableImage,
  RegisterImage,
}
