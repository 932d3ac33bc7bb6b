"""A post's body in the forms that the platforms keep it in: Markdown, HTML, Tiptap, EditorJS."""
