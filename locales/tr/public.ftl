# Only what a warning in Turkish needs; its page stands in the reader's other language. Needs a native editor.
lang-name = Türkçe
cancel-headline = { $hazard }: uyarı artık geçerli değil
cancel-description = “{ $headline }” uyarısı artık geçerli değil.
