"""Search: embedding, the vector index, and hybrid (dense and keyword) ranking of articles and passages."""
