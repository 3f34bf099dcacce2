/** Where EC2's XML name is not the SDK's name with a small first letter. `Parent.Member` beats `Member`. */
const XML_NAMES: Readonly<Record<string, string>> = {
  Images: 'imagesSet',
  'ListImagesInRecycleBinResponse.Images': 'imageSet',
  'Images.State': 'imageState',
  'Images.OwnerId': 'imageOwnerId',
  'Images.Public': 'isPublic',
  'DescribeInstanceImageMetadataResponse.InstanceImageMetadata': 'instanceImageMetadataSet',
  'InstanceImageMetadata.State': 'instanceState',
  'InstanceImageMetadata.OwnerId': 'instanceOwnerId',
  'ImageMetadata.State': 'imageState',
  'ImageMetadata.OwnerId': 'imageOwnerId',
  Tags: 'tagSet',
  BlockDeviceMappings: 'blockDeviceMapping',
  LaunchPermissions: 'launchPermission',
  CreateVolumePermissions: 'createVolumePermission',
  ImageAncestryEntries: 'imageAncestryEntrySet',
  ImageFindings: 'imageFindingSet',
  'ImageFindings.Paths': 'pathSet',
  ImageCriteria: 'imageCriterionSet',
  ImageProviders: 'imageProviderSet',
  ImageNames: 'imageNameSet',
  MarketplaceProductCodes: 'marketplaceProductCodeSet',
  DeleteSnapshotResults: 'deleteSnapshotResultSet',
  ImageReferences: 'imageReferenceSet',
  Snapshots: 'snapshotSet',
  'Snapshots.State': 'status',
  'RestoreSnapshotFromRecycleBinResponse.State': 'status',
  Reservations: 'reservationSet',
  'Reservations.Groups': 'groupSet',
  'Reservations.Instances': 'instancesSet',
  'Instances.State': 'instanceState',
  'Instances.PublicDnsName': 'dnsName',
  LaunchTemplateVersions: 'launchTemplateVersionSet',
}

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')

const xmlName = (parent: string, member: string): string =>
  XML_NAMES[`${parent}.${member}`] ?? XML_NAMES[member] ?? member.charAt(0).toLowerCase() + member.slice(1)

const writeValue = (parent: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map(item => `<item>${writeValue(parent, item)}</item>`).join('')
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return escapeXml(String(value))
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([member, inner]) => {
      const name = xmlName(parent, member)
      return `<${name}>${writeValue(member, inner)}</${name}>`
    })
    .join('')
}

/** An action's result, in the shape of the SDK's types, as EC2 puts it on the wire. */
export const writeResult = (action: string, requestId: string, result: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
  `<requestId>${requestId}</requestId>${writeValue(`${action}Response`, result)}</${action}Response>`

/** EC2's only error shape. */
export const writeError = (code: string, message: string, requestId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${escapeXml(code)}</Code>` +
  `<Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`
