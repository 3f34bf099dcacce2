const CRLF = '\r\n'

/**
 * The content of a body that an SDK sent in chunks: each with its length in hexadecimal, a chunk of none and a checksum at the
 * end. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
const joinChunks = (bytes: Buffer): Buffer => {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(CRLF, at)
    const length = Number.parseInt(bytes.subarray(at, end).toString(), 16)
    if (end < 0 || !(length > 0)) break
    const from = end + CRLF.length
    chunks.push(bytes.subarray(from, from + length))
    at = from + length + CRLF.length
  }
  return Buffer.concat(chunks)
}

export const readContent = async (request: Request): Promise<Buffer> => {
  const bytes = Buffer.from(await request.arrayBuffer())
  return request.headers.get('x-amz-content-sha256')?.startsWith('STREAMING-') ? joinChunks(bytes) : bytes
}
