# amiops with its images in this account, and in the accounts of an organization (organization.tf).

provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "amiops" {
  bucket_prefix = "amiops-"
}

resource "aws_s3_bucket_versioning" "amiops" {
  bucket = aws_s3_bucket.amiops.id

  versioning_configuration {
    # An earlier config can be brought back.
    status = "Enabled"
  }
}

module "amiops" {
  source = "../"

  release         = "${path.module}/../../../.serverless/release"
  config          = "${path.module}/../../../amiops.config.yml"
  bucket          = aws_s3_bucket.amiops.id
  organization_id = "o-a1b2c3d4e5"
}

output "slack_request_url" {
  value = module.amiops.slack_request_url
}

output "alarm_topic_arn" {
  value = module.amiops.alarm_topic_arn
}

output "fallback_topic_arn" {
  value = module.amiops.fallback_topic_arn
}
