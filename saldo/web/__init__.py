"""The ASGI front around the Streamlit app: sign-in, the guard at the door, exports, health."""
