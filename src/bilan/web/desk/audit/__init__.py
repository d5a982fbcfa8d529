"""The auditor's workspace: audits, what was found and asked, what became of it."""
