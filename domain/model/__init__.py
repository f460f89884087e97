"""What a model is made of: kinds, elements, the graph, the operations that change it."""
