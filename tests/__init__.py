"""Tests of the quiz: folders mirror quizapp/, tests of the whole lie beside them."""
