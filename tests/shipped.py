"""The questions that come with the app, read from their files once."""

from quizapp.bank.files import Depth, read_bank
from quizapp.config import ROOT

HOME = ROOT / "questions"
FOLDERS = {
    folder.passage.key: folder
    for folder in read_bank([HOME], HOME, Depth(draws=0, whole=False)).folders
}
ALWAGHT, LIBRARY = FOLDERS["alwaght"], FOLDERS["library"]
