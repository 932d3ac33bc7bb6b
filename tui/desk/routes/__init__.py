"""The desk's routes: one package a platform, each with its own wire models and error bodies, and the
desk's own. They share how a request is let in, how a refusal is worded, and nothing of a platform.
"""
