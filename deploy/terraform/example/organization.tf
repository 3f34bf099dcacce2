# Every account of one organizational unit, in two regions. Its provider is one of the management account.

provider "aws" {
  alias   = "management"
  region  = "eu-west-1"
  profile = "management"
}

module "members" {
  source    = "../organization"
  providers = { aws = aws.management }

  hub     = module.amiops.member_parameters
  units   = ["ou-ab12-c3d4e5f6"]
  regions = ["eu-west-1", "us-east-1"]
}
