#!/usr/bin/env python3
"""MediaPipe's pose landmarks of a film: film_landmarks.py FILM > OUT.json

Prints a list of frames, null where nobody is seen, each with its time and 33 landmarks (x, y, z, visibility) in image coordinates, and the
image's width by height. Needs `pip install mediapipe==0.10.21 opencv-python-headless==4.11.0.86` (Python 3.9 to 3.12). Nothing leaves the machine.
"""
import json
import sys

try:
    import cv2
    import mediapipe
except ImportError as error:
    sys.exit(f"{error}: pip install mediapipe==0.10.21 opencv-python-headless==4.11.0.86")


def main():
    if len(sys.argv) != 2:
        sys.exit("expected the path of a film")
    film = sys.argv[1]
    capture = cv2.VideoCapture(film)
    if not capture.isOpened():
        sys.exit(f"`{film}` cannot be read as a film")
    fps = capture.get(cv2.CAP_PROP_FPS) or 30.0
    aspect_ratio, frames = None, []
    with mediapipe.solutions.pose.Pose(model_complexity=1, min_detection_confidence=0.5, min_tracking_confidence=0.5) as pose:
        while True:
            is_there, image = capture.read()
            if not is_there:
                break
            aspect_ratio = image.shape[1] / image.shape[0]
            found = pose.process(cv2.cvtColor(image, cv2.COLOR_BGR2RGB)).pose_landmarks
            frames.append({"landmarks": found and [[p.x, p.y, p.z, min(max(p.visibility, 0.0), 1.0)] for p in found.landmark]})
    if not frames:
        sys.exit(f"`{film}` has no frames")
    json.dump({"fps": fps, "aspect_ratio": aspect_ratio, "frames": frames}, sys.stdout)


if __name__ == "__main__":
    main()
