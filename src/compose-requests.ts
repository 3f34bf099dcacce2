import { composeWorker } from './compose.ts'
import { createPictures } from './pictures/rasterise.ts'

const pictures = createPictures()

/** The edges of the function that serves what people ask: it alone draws pictures, and carries what that takes. */
export const composeRequests = async () => ({ ...(await composeWorker('requests')), pictures })
