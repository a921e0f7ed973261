"""What is shown: values of templates, and the templates that they are shown by."""
