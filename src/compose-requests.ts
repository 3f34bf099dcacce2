import { composeWorker } from './compose.ts'
import { createPictures } from './pictures/rasterise.ts'

const pictures = createPictures()

/**
 * The adapters of the function that serves people's requests. Only this function draws pictures, and only its bundle has the library for
 * that.
 */
export const composeRequests = async () => ({ ...(await composeWorker('requests')), pictures })
