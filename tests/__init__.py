"""The test suite; README.md here says where a test or case goes."""
