# Only what a warning in Bosnian needs; its page stands in the reader's other language. Needs a native editor.
lang-name = Bosanski
cancel-headline = { $hazard }: upozorenje više ne važi
cancel-description = Upozorenje „{ $headline }“ više ne važi.
