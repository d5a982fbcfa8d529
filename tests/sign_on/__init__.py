"""An organisation's own server for the tests: the OpenID Connect provider of allauth, in a process of its own."""
