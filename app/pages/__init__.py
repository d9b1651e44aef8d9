"""The pages, one file each. They import Gradio, so ``app.main`` imports them once Gradio's manners are set."""
